-- Who took a conversation over: nobody else can come to it, or give it up.
ALTER TABLE "assistant_conversations" ADD COLUMN "taken_by" UUID;
