import { expect, test } from 'vitest';
import { demoContent } from './demoContent.ts';
import { openTestSite } from './testSite.ts';

test( 'a classic client runs a job to its end', async () => {
	const { clock, ajax } = openTestSite();
	const started = await ajax( {
		action: 'start_ai_job',
		job_type: 'content',
		prompt: 'Rain',
	} );
	expect( started ).toMatchObject( {
		status: 200,
		body: {
			success: true,
			data: { job_id: expect.stringMatching( /^job_/ ) },
		},
	} );
	const jobId: string = started.body.data.job_id;
	clock.advance( 400_000 );
	expect(
		await ajax( { action: 'check_ai_job_status', job_id: jobId } )
	).toMatchObject( {
		body: {
			success: true,
			data: {
				status: 'completed',
				result: {
					success: true,
					content: demoContent.content,
					usage: null,
				},
			},
		},
	} );
	expect(
		await ajax( { action: 'check_ai_job_status', job_id: 'job_x' } )
	).toMatchObject( {
		status: 404,
		body: {
			success: false,
			data: { success: false, message: 'Job not found' },
		},
	} );
} );

test( 'who is logged out hears 0 on the classic wire', async () => {
	const { ajax } = openTestSite( { user: null } );
	expect(
		await ajax( {
			action: 'start_ai_job',
			job_type: 'content',
			prompt: 'Rain',
		} )
	).toEqual( { status: 400, body: 0 } );
} );

test( 'the classic wire makes four images and saves one', async () => {
	const { backend, clock, ajax } = openTestSite();
	const started = await ajax( {
		action: 'start_ai_job',
		job_type: 'image',
		prompt: 'A red umbrella',
	} );
	clock.advance( 5_000 );
	const { result } = (
		await ajax( {
			action: 'check_ai_job_status',
			job_id: started.body.data.job_id,
		} )
	).body.data;
	expect( result.images ).toHaveLength( 4 );
	expect( result ).toEqual( {
		success: true,
		images: expect.arrayContaining( [
			{
				image_url: expect.stringMatching( /images\/0$/ ),
				image_b64: null,
				revised_prompt: 'A red umbrella',
				title: 'A red umbrella',
				alt_tag: 'A red umbrella',
				caption: 'A red umbrella',
				description: 'A red umbrella',
			},
		] ),
		usage: {
			input_tokens: null,
			output_tokens: null,
			total_tokens: null,
			message: expect.any( String ),
			raw_usage: null,
		},
	} );
	const save = () =>
		ajax( {
			action: 'save_ai_generated_image',
			image_url: result.images[ 2 ].image_url,
			alt_tag: 'Red',
		} );
	const saved = await save();
	expect( saved.body ).toMatchObject( {
		success: true,
		data: { attachment_id: 101, alt: 'Red', title: 'A red umbrella' },
	} );
	expect( await save() ).toEqual( saved );
	expect( backend.imported() ).toHaveLength( 1 );
} );

test( 'the classic wire saves nothing that no job made', async () => {
	const { ajax } = openTestSite();
	expect(
		await ajax( {
			action: 'save_ai_generated_image',
			image_url: 'https://example.org/cat.png',
		} )
	).toMatchObject( { status: 400, body: { success: false } } );
} );

test.each( [
	[ { job_type: 'video' }, 'Invalid job type' ],
	[ { prompt: ' ' }, 'Prompt is required' ],
	[ { content_for: 'writePoems' }, 'Invalid content_for' ],
	[ { action: 'check_ai_job_status' }, 'Job ID is required' ],
] )(
	'a wrong field is a sentence on the classic wire: %o',
	async ( wrong, data ) => {
		const { ajax } = openTestSite();
		expect(
			await ajax( {
				action: 'start_ai_job',
				job_type: 'content',
				prompt: 'Rain',
				...wrong,
			} )
		).toEqual( { status: 400, body: { success: false, data } } );
	}
);
