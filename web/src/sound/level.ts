// Milliseconds between two looks at the level.
const interval = 100

// A voice at a usual distance fills about half of the meter.
const gain = 4

/**
 * Measures how loud a source is.
 * @param onLevel Told the level, from 0 to 1, several times a second.
 * @returns Ends it.
 */
export function measureLevel(source: AudioNode, onLevel: (level: number) => void): () => void {
  const analyser = source.context.createAnalyser()
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    onLevel(Math.min(Math.sqrt(power) * gain, 1))
  }, interval)
  return () => {
    clearInterval(timer)
    analyser.disconnect()
  }
}
