namespace Hansard.Engine.Speakers.Voices;

/// <summary>A network that gives a vector for frames of the filter bank. Safe to use from many threads.</summary>
internal interface IVoiceNetwork : IDisposable
{
    /// <summary>Runs the network.</summary>
    /// <param name="features">[frames, <see cref="KaldiFilterBank.Bands"/>], less their mean.</param>
    /// <param name="frames">How many, at least 2.</param>
    /// <returns>A vector of any length.</returns>
    float[] Run(float[] features, int frames);
}
