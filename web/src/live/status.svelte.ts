/** True while the microphone is listened to; by itself, since every view shows it and only one needs the rest. */
class LiveStatus {
  isOn = $state(false)
}

export const liveStatus = new LiveStatus()
