/** Something the person who set up the database can put right; its message is one line. */
export class MigrationError extends Error {}
