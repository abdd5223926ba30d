/** What a site keeps its data in. */
export interface Database {
	/** Constants for `wp-config.php`. */
	readonly constants: Readonly< Record< string, string > >;
	/** Keeps what is stored now as the state that `restore` returns to. */
	readonly remember: () => Promise< void >;
	readonly restore: () => Promise< void >;
	readonly stop: () => Promise< void >;
}

export type DatabaseKind = 'sqlite' | 'mariadb';
