import { measureLevel } from './level'
import samplerUrl from './sampler?worker&url'

// What speech recognition needs, in Hz: more would only take longer to send.
const speechRate = 16_000

export interface Listener {
  /** Told of each tenth of a second, as 16-bit samples of one channel. */
  onSound: (samples: Int16Array<ArrayBuffer>) => void
  /** Told how loud it is, from 0 to 1. */
  onLevel: (level: number) => void
  /** Told that the microphone is gone. */
  onGone: () => void
}

/** A microphone that is listened to. */
export class Microphone {
  private constructor(
    readonly stream: MediaStream,
    readonly rate: number,
    readonly close: () => void,
  ) {}

  /**
   * Asks for a microphone, and listens.
   * @param deviceId The one that is wanted; empty: the browser's choice.
   * @throws DOMException where there is none, or the user does not allow it.
   */
  static async open(deviceId: string, listener: Listener): Promise<Microphone> {
    // Not "exact": one that is gone since it was chosen is replaced by another.
    const stream = await navigator.mediaDevices.getUserMedia({ audio: deviceId === '' ? true : { deviceId } })
    const contexts: AudioContext[] = []
    try {
      const [context, source] = connect(stream, contexts)
      // Some browsers wait for a click, and there was one.
      void context.resume()
      await context.audioWorklet.addModule(samplerUrl)
      const sampler = new AudioWorkletNode(context, 'sampler', { channelCount: 1, channelCountMode: 'explicit' })
      sampler.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) => listener.onSound(data)
      // Some browsers run only what leads to the loudspeaker; nothing comes out of it.
      source.connect(sampler).connect(context.destination)
      const stopMeter = measureLevel(source, listener.onLevel)
      for (const track of stream.getTracks()) track.addEventListener('ended', listener.onGone)
      return new Microphone(stream, context.sampleRate, () => {
        sampler.port.onmessage = null
        stopMeter()
        end(stream, contexts, listener.onGone)
      })
    } catch (fault) {
      end(stream, contexts, listener.onGone)
      throw fault
    }
  }
}

// Some browsers do not change the rate of a microphone: then it is the server that does.
function connect(stream: MediaStream, contexts: AudioContext[]): [AudioContext, MediaStreamAudioSourceNode] {
  try {
    contexts.push(new AudioContext({ sampleRate: speechRate }))
    return [contexts[0]!, contexts[0]!.createMediaStreamSource(stream)]
  } catch {
    const context = new AudioContext()
    contexts.push(context)
    return [context, context.createMediaStreamSource(stream)]
  }
}

function end(stream: MediaStream, contexts: readonly AudioContext[], onGone: () => void): void {
  for (const track of stream.getTracks()) {
    track.removeEventListener('ended', onGone)
    track.stop()
  }
  for (const context of contexts) void context.close()
}
