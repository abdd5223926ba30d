import { Button } from '@wordpress/components';
import { _n } from '@wordpress/i18n';
import { ErrorNotice, type Explanation } from '../ErrorNotice/index.ts';

interface MissingImagesProps {
	readonly explanation: Explanation;
	/** How many may be made after all. */
	readonly count: number;
	/** Has so many made again; null where that cannot be. */
	readonly onMake: ( ( count: number ) => void ) | null;
}

/** Which images are missing in a result, and how to have them made. */
export function MissingImages( {
	explanation,
	count,
	onMake,
}: MissingImagesProps ) {
	return (
		<ErrorNotice explanation={ explanation } status="warning">
			{ count > 0 && onMake && (
				<Button
					__next40pxDefaultSize
					variant="secondary"
					onClick={ () => onMake( count ) }
				>
					{ _n(
						'Make the missing image again',
						'Make the missing images again',
						count,
						'wp-ai-jobs'
					) }
				</Button>
			) }
		</ErrorNotice>
	);
}
