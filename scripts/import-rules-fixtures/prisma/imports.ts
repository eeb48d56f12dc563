import '#sidecar/frame.ts'
