/**
 * What the channel and the locks of tabs are called that share what they see.
 *
 * @param name The site and the user.
 */
export const channelName = ( name: string ): string => `wp-ai-jobs ${ name }`;
