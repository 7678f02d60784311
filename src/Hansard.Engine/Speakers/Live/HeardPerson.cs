using Hansard.Engine.Speakers.Turns;

namespace Hansard.Engine.Speakers.Live;

/// <summary>Person who may be speaking.</summary>
/// <param name="Speaker">The speaker; <see cref="SpeakerActivity.Nobody"/> for one to whom nothing was given so far.</param>
/// <param name="Mean">The mean voice, a unit vector.</param>
internal readonly record struct HeardPerson(sbyte Speaker, float[] Mean);
