const STEP_MS = 80

/** Tells how loud a stream is, 0 to 1, some times a second, until the given function is called. It does not end the stream. */
export function watchLoudness(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    tell(loudness(samples))
  }, STEP_MS)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}

/** Root mean square, spread so that speech fills the bar. */
export function loudness(samples: Float32Array): number {
  if (samples.length === 0) return 0
  const sum = samples.reduce((total, sample) => total + sample * sample, 0)
  return Math.min(1, Math.sqrt(sum / samples.length) * 4)
}
