import {
	Button,
	FormTokenField,
	SelectControl,
	TextareaControl,
} from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useMemo, type FormEvent, type RefCallback } from 'react';
import { MAX_KEYWORDS, MAX_PROMPT_LENGTH } from '../../protocol/index.ts';
import { languageChoices, lengthChoices, toneChoices } from './choices.ts';
import { promptProblem, type ContentDraft } from './contentDraft.ts';

/** From here on the author sees how much is left. */
const COUNTED_FROM = 9_000;

const MAX_KEYWORD_LENGTH = 100;

interface ContentFormProps {
	readonly draft: ContentDraft;
	readonly onChange: ( changes: Partial< ContentDraft > ) => void;
	readonly onSubmit: () => void;
	/** Nothing can be generated now. */
	readonly isDisabled: boolean;
	/** Another button is what the author most likely wants. */
	readonly isSecondary: boolean;
	/** What the site said against the prompt. */
	readonly promptError: string | null;
	/** Back to a result that is there already. */
	readonly onBack: ( () => void ) | null;
	readonly focusRef: RefCallback< HTMLElement > | undefined;
}

/** What the author asks for, and how it is to be. */
export function ContentForm( {
	draft,
	onChange,
	onSubmit,
	isDisabled,
	isSecondary,
	promptError,
	onBack,
	focusRef,
}: ContentFormProps ) {
	const locale = document.documentElement.lang || 'en';
	const languages = useMemo( () => languageChoices( locale ), [ locale ] );
	const problem = promptProblem( draft.prompt );
	const error =
		problem === 'too-long'
			? sprintf(
					/* translators: 1: characters of the prompt, 2: characters allowed. */
					__(
						'The prompt has %1$s characters, %2$s are possible. Shorten it to generate.',
						'wp-ai-jobs'
					),
					draft.prompt.trim().length.toLocaleString( locale ),
					MAX_PROMPT_LENGTH.toLocaleString( locale )
				)
			: promptError;

	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onSubmit();
	};

	return (
		<form className="wp-ai-jobs-content__form" onSubmit={ submit }>
			<div
				className={
					error
						? 'wp-ai-jobs-content__prompt has-error'
						: 'wp-ai-jobs-content__prompt'
				}
			>
				<TextareaControl
					__nextHasNoMarginBottom
					ref={ focusRef }
					label={ __( 'Prompt', 'wp-ai-jobs' ) }
					placeholder={ __(
						'What should be written?',
						'wp-ai-jobs'
					) }
					rows={ 4 }
					value={ draft.prompt }
					onChange={ ( prompt ) => onChange( { prompt } ) }
					aria-invalid={ error !== null }
					help={ error ?? promptHelp( draft.prompt, locale ) }
				/>
			</div>
			<div className="wp-ai-jobs-content__choices">
				<SelectControl
					__nextHasNoMarginBottom
					__next40pxDefaultSize
					label={ __( 'Tone', 'wp-ai-jobs' ) }
					options={ toneChoices() }
					value={ draft.tone }
					onChange={ ( tone ) => onChange( { tone } ) }
				/>
				<SelectControl
					__nextHasNoMarginBottom
					__next40pxDefaultSize
					label={ __( 'Length', 'wp-ai-jobs' ) }
					options={ lengthChoices() }
					value={ draft.length }
					onChange={ ( length ) => onChange( { length } ) }
				/>
				<SelectControl
					__nextHasNoMarginBottom
					__next40pxDefaultSize
					label={ __( 'Language', 'wp-ai-jobs' ) }
					options={ languages }
					value={ draft.language }
					onChange={ ( language ) => onChange( { language } ) }
				/>
			</div>
			<FormTokenField
				__nextHasNoMarginBottom
				__next40pxDefaultSize
				label={ __( 'Keywords', 'wp-ai-jobs' ) }
				value={ [ ...draft.keywords ] }
				maxLength={ MAX_KEYWORDS }
				tokenizeOnBlur
				saveTransform={ ( keyword ) =>
					keyword.trim().slice( 0, MAX_KEYWORD_LENGTH )
				}
				onChange={ ( tokens ) =>
					onChange( {
						keywords: tokens.map( ( token ) =>
							typeof token === 'string' ? token : token.value
						),
					} )
				}
			/>
			<div className="wp-ai-jobs-content__submit">
				<Button
					__next40pxDefaultSize
					type="submit"
					variant={ isSecondary ? 'secondary' : 'primary' }
					disabled={ isDisabled || problem !== null }
					accessibleWhenDisabled
				>
					{ __( 'Generate now', 'wp-ai-jobs' ) }
				</Button>
				{ onBack && (
					<Button
						__next40pxDefaultSize
						variant="tertiary"
						onClick={ onBack }
					>
						{ __( 'Back to the text', 'wp-ai-jobs' ) }
					</Button>
				) }
			</div>
		</form>
	);
}

function promptHelp( prompt: string, locale: string ): string | undefined {
	const { length } = prompt.trim();
	return length < COUNTED_FROM
		? undefined
		: sprintf(
				/* translators: 1: characters of the prompt, 2: characters allowed. */
				__( '%1$s of %2$s characters', 'wp-ai-jobs' ),
				length.toLocaleString( locale ),
				MAX_PROMPT_LENGTH.toLocaleString( locale )
			);
}
