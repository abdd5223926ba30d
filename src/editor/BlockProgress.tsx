import { Button, Popover } from '@wordpress/components';
import { __, isRTL } from '@wordpress/i18n';
import { useSyncExternalStore } from 'react';
import { isLive } from '../components/JobPopover/index.ts';
import { ElapsedTime } from '../components/JobProgress/index.ts';
import { findBlockElement } from './blockElement.ts';
import type { Spot } from './popoverSwitch.ts';
import { sparkles } from './sparkles.tsx';
import { usePopoverSwitch } from './usePopoverSwitch.ts';
import { useSpotJob } from './useSpotJob.ts';
import { useBlockOf } from './useTarget.ts';

interface BlockProgressProps {
	/** Stays the same object. */
	readonly spot: Spot;
}

/** That a job runs for a block whose popover is closed, and for how long: a small sign at the block. */
export function BlockProgress( { spot }: BlockProgressProps ) {
	const { job, isText } = useSpotJob( spot );
	const popoverSwitch = usePopoverSwitch();
	const isOpen = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.isOpen( spot.key )
	);
	const clientId = useBlockOf( spot );
	const element =
		isOpen || ! isLive( job ) || clientId === null
			? null
			: findBlockElement( clientId );
	return (
		element &&
		isLive( job ) && (
			<Popover
				anchor={ element }
				placement={ isRTL() ? 'top-start' : 'top-end' }
				className="wp-ai-jobs-at-block"
				variant="unstyled"
				focusOnMount={ false }
				animate={ false }
				__unstableSlotName="block-toolbar"
			>
				<Button
					size="small"
					icon={ sparkles( 'running' ) }
					onClick={ () => popoverSwitch.open( spot ) }
				>
					{ isText
						? __( 'Text under way', 'wp-ai-jobs' )
						: __( 'Images under way', 'wp-ai-jobs' ) }
					&nbsp;
					<ElapsedTime sinceMs={ job.startedAtMs } />
				</Button>
			</Popover>
		)
	);
}
