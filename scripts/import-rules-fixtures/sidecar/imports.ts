import '#worker/beat.ts'
