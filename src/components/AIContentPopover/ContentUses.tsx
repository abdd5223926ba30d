import { speak } from '@wordpress/a11y';
import { Button, Notice } from '@wordpress/components';
import { useCopyToClipboard } from '@wordpress/compose';
import { __ } from '@wordpress/i18n';
import { useState } from 'react';
import { PopoverFooter } from '../PopoverFrame/index.ts';
import type { GeneratedContent, UseContent } from './types.ts';

/** One way to put a text to use. */
export interface ContentUse {
	readonly label: string;
	readonly put: UseContent;
}

interface ContentUsesProps {
	readonly generated: GeneratedContent;
	readonly uses: readonly ContentUse[];
	/** After the text was put to use; `saved` where that is not for good before. */
	readonly onUsed: ( saved?: Promise< unknown > ) => void;
	/** Nothing to be used yet, or an earlier text while a new one is made: no button stands out. */
	readonly isSecondary: boolean;
}

/** Insert, Replace, Append, as far as there is a handler, and Copy. */
export function ContentUses( {
	generated,
	uses,
	onUsed,
	isSecondary,
}: ContentUsesProps ) {
	const [ busy, setBusy ] = useState< string | null >( null );
	const [ failure, setFailure ] = useState< string | null >( null );
	const copyRef = useCopyToClipboard< HTMLButtonElement >(
		generated.content,
		() => speak( __( 'Copied.', 'wp-ai-jobs' ) )
	);

	const apply = async ( { label, put }: ContentUse ) => {
		if ( busy !== null ) {
			return;
		}
		setBusy( label );
		setFailure( null );
		try {
			const used = await put( generated );
			if ( used !== false ) {
				onUsed( typeof used === 'object' ? used.saved : undefined );
			}
		} catch ( error ) {
			setFailure( error instanceof Error ? error.message : '' );
		} finally {
			setBusy( null );
		}
	};

	return (
		<>
			{ failure !== null && (
				<Notice status="error" isDismissible={ false }>
					{ __(
						'The text could not be put into the post. It is still here: try again, or copy it.',
						'wp-ai-jobs'
					) }{ ' ' }
					{ failure }
				</Notice>
			) }
			<PopoverFooter>
				<div className="wp-ai-jobs-buttons">
					{ uses.map( ( use, at ) => (
						<Button
							key={ use.label }
							__next40pxDefaultSize
							variant={
								at === 0 && ! isSecondary
									? 'primary'
									: 'secondary'
							}
							isBusy={ busy === use.label }
							onClick={ () => void apply( use ) }
						>
							{ use.label }
						</Button>
					) ) }
					<Button
						__next40pxDefaultSize
						variant={
							uses.length === 0 && ! isSecondary
								? 'primary'
								: 'secondary'
						}
						ref={ copyRef }
					>
						{ __( 'Copy', 'wp-ai-jobs' ) }
					</Button>
				</div>
			</PopoverFooter>
		</>
	);
}
