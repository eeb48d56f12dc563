-- CreateIndex
CREATE INDEX "recording_proofs_business_id_at_idx" ON "recording_proofs"("business_id", "at" DESC);
