import type { Drift } from './drift.ts';

const AI = 'includes/Integrations/AI';

/** Of the plugin's folder. */
export const pluginDrifts: readonly Drift[] = [
	{
		what: 'a new job is answered with 200',
		file: `${ AI }/RestController.php`,
		search: "->snapshot(), $started['is_new'] ? 201 : 200",
		replace: "->snapshot(), $started['is_new'] ? 200 : 200",
	},
	{
		what: 'a snapshot lacks server_time',
		file: `${ AI }/Job.php`,
		search: "			'server_time'",
		replace: "			'time_of_server'",
	},
	{
		what: 'attempt is a string',
		file: `${ AI }/Job.php`,
		search: '=> $this->attempts(),',
		replace: '=> (string) $this->attempts(),',
	},
	{
		what: 'a live job is acknowledged',
		file: `${ AI }/JobManager.php`,
		search: '		if ( ! $job->is_final() ) {\n			return Errors::conflict();',
		replace: '		if ( false ) {\n			return Errors::conflict();',
	},
	{
		what: 'a completed job is cancelled',
		file: `${ AI }/JobManager.php`,
		search: '			if ( $job->is_final() ) {\n				return Errors::conflict();',
		replace: '			if ( false ) {\n				return Errors::conflict();',
	},
	{
		what: 'any failed job is retried',
		file: `${ AI }/JobManager.php`,
		search: '		if ( ! $job->is_retryable() ) {',
		replace: '		if ( null === $job->error() ) {',
	},
	{
		what: 'another owner’s job is seen',
		file: `${ AI }/JobService.php`,
		search: 'return get_current_user_id() === $job->owner_id() || current_user_can( Capabilities::MANAGE );',
		replace: 'return true;',
	},
	{
		what: 'idempotency keys are ignored',
		file: `${ AI }/JobManager.php`,
		search: "null === $key ? null : hash( 'sha256', $key )",
		replace: 'null',
	},
	{
		what: 'another input under the same key is taken',
		file: `${ AI }/JobManager.php`,
		search: 'return hash_equals( $first->input_hash(), $draft->input_hash() )',
		replace: 'return true',
	},
	{
		what: 'an unknown id is answered with 200 and an empty list',
		file: `${ AI }/RestController.php`,
		search: 'array() === $jobs ? Errors::not_found() : ',
		replace: '',
	},
	{
		what: 'a 429 has no Retry-After',
		file: `${ AI }/RestController.php`,
		search: "$response->header( 'Retry-After'",
		replace: "$response->header( 'X-Retry-After'",
	},
	{
		what: 'an acknowledged job is kept',
		file: `${ AI }/JobManager.php`,
		search: 'DELETE_AFTER_ACKNOWLEDGEMENT_MS = 5000',
		replace: 'DELETE_AFTER_ACKNOWLEDGEMENT_MS = 5000000',
	},
	{
		what: 'a key goes with its job',
		file: `${ AI }/JobManager.php`,
		search: 'UsedKeys::add( $job->owner_id(), $job->idempotency_key() );',
		replace: '',
	},
	{
		what: 'an image is shown to administrators',
		file: `${ AI }/JobService.php`,
		search: 'if ( ! $job instanceof Job || get_current_user_id() !== $job->owner_id() ) {',
		replace: 'if ( ! $job instanceof Job ) {',
	},
	{
		what: 'a runner that comes too late completes a job',
		file: `${ AI }/Store/TableStore.php`,
		search: "						'status'   => $seen->status(),\n						'attempt'  => $seen->attempt(),\n						'revision' => $seen->revision(),\n",
		replace: '',
	},
	{
		what: 'a body of any size is taken',
		file: `${ AI }/RestController.php`,
		search: 'MAX_BODY_BYTES = 262144',
		replace: 'MAX_BODY_BYTES = 262144000',
	},
];

/** Of the mock’s folder. */
export const mockDrifts: readonly Drift[] = [
	{
		what: 'a new job is answered with 200',
		file: 'restHandlers.ts',
		search: '() => ( isNew ? 201 : 200 )\n				);\n			} )',
		replace: '() => ( isNew ? 200 : 200 )\n				);\n			} )',
	},
	{
		what: 'a snapshot lacks server_time',
		file: 'wireSnapshot.ts',
		search: 'server_time: new Date',
		replace: 'time_of_server: new Date',
	},
	{
		what: 'attempt is a string',
		file: 'wireSnapshot.ts',
		search: 'attempt: row.attempt,',
		replace: 'attempt: String( row.attempt ) as unknown as number,',
	},
	{
		what: 'a live job is acknowledged',
		file: 'jobService.ts',
		search: 'if ( ! isFinal( row.status ) ) {',
		replace: 'if ( row.status === undefined ) {',
	},
	{
		what: 'a completed job is cancelled',
		file: 'jobService.ts',
		search: "if ( isFinal( row.status ) ) {\n							throw conflict( 'The job is finished already.' );",
		replace:
			"if ( row.status === undefined ) {\n							throw conflict( 'The job is finished already.' );",
	},
	{
		what: 'any failed job is retried',
		file: 'jobService.ts',
		search: 'if ( ! row.error?.retryable ) {',
		replace: 'if ( ! row.error ) {',
	},
	{
		what: 'another owner’s job is seen',
		file: 'jobService.ts',
		search: '( row ) => isAdministrator || row.owner === id',
		replace: '() => isAdministrator || id === id',
	},
	{
		what: 'idempotency keys are ignored',
		file: 'jobService.ts',
		search: 'row.idempotencyKey === idempotencyKey',
		replace: 'row.idempotencyKey === undefined',
	},
	{
		what: 'an unknown id is answered with 200 and an empty list',
		file: 'jobService.ts',
		search: 'if ( found.length === 0 ) {',
		replace: 'if ( found.length < 0 ) {',
	},
	{
		what: 'a 429 has no Retry-After',
		file: 'restHandlers.ts',
		search: "'Retry-After'",
		replace: "'X-Retry-After'",
	},
	{
		what: 'an acknowledged job is kept',
		file: 'lifecycle.ts',
		search: 'DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000',
		replace: 'DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000_000',
	},
	{
		what: 'a key goes with its job',
		file: 'jobService.ts',
		search: 'usedKeys.add( row.owner, row.idempotencyKey );',
		replace: '',
	},
	{
		what: 'a result that nobody fetched is gone after an hour',
		file: 'lifecycle.ts',
		search: 'RETENTION_MS = 24 * 3_600_000',
		replace: 'RETENTION_MS = 3_600_000',
	},
	{
		what: 'a retried job that is stopped is said to cost nothing',
		file: 'lifecycle.ts',
		search: 'row.mayBeBilled = row.attempt > 0;',
		replace: "row.mayBeBilled = row.status === 'processing';",
	},
];
