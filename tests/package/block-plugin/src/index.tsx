import { registerBlockType } from '@wordpress/blocks';
import metadata from './block.json';
import { Edit } from './edit';
import { Save } from './save';

registerBlockType( metadata.name, {
	...metadata,
	attributes: {
		text: { type: 'string', source: 'html', selector: 'p' },
	},
	edit: Edit,
	save: Save,
} );
