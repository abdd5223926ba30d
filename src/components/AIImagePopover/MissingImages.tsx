import { Button } from '@wordpress/components';
import { _n } from '@wordpress/i18n';
import { ErrorNotice } from '../ErrorNotice/index.ts';
import { explainMissing } from './explainImageError.ts';
import type { Generation } from './generation.ts';

interface MissingImagesProps {
	/** With one image at least, and one failure. */
	readonly generation: Generation;
	readonly canSetUp: boolean;
	/** Has so many made again; null where that cannot be. */
	readonly onMake: ( ( count: number ) => void ) | null;
}

/** Which images are missing in a result, and how to have them made. */
export function MissingImages( {
	generation,
	canSetUp,
	onMake,
}: MissingImagesProps ) {
	const { length: missing } = generation.failures.filter(
		( { retryable } ) => retryable
	);
	return (
		<ErrorNotice
			explanation={ explainMissing( generation, { canSetUp } ) }
			status="warning"
		>
			{ missing > 0 && onMake && (
				<Button
					__next40pxDefaultSize
					variant="secondary"
					onClick={ () => onMake( missing ) }
				>
					{ _n(
						'Make the missing image again',
						'Make the missing images again',
						missing,
						'wp-ai-jobs'
					) }
				</Button>
			) }
		</ErrorNotice>
	);
}
