import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { openStore } from '#lib/storage/store.ts'
import { placeOf } from './stored-file.ts'

interface Deleted {
  path: string | null
  /** The account that has it; absent in jobs of earlier versions. */
  accountSid?: string | null
  /** The carrier's own name of it, where it made the recording. */
  recordingSid: string | null
}

/** Deletes the file of a deleted recording, and what the carrier still has of it. Harmless any number of times. */
export async function deleteRecordingFile(
  businessId: string,
  { path, accountSid, recordingSid }: Deleted,
): Promise<void> {
  if (path) await (await openStore()).remove(placeOf(path))
  if (recordingSid) await (await loadCarrier(businessId, accountSid)).deleteRecording(recordingSid)
}
