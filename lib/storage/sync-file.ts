import type { FileHandle } from 'node:fs/promises'

/** Closes a file or folder once the disk has it for good. */
export async function syncFile(file: FileHandle): Promise<void> {
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
