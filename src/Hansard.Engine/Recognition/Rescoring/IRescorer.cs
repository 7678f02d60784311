namespace Hansard.Engine.Recognition.Rescoring;

/// <summary>A second model that judges what another may have heard, text by text, whatever their vocabularies. Thread-safe.</summary>
internal interface IRescorer : IDisposable
{
    /// <summary>Listens to a window.</summary>
    /// <param name="samples">16 kHz mono, at most <see cref="ISpeechModel.MaximumSeconds"/> of the model whose texts are judged.</param>
    /// <param name="language">The language spoken; one of those that it judges.</param>
    /// <returns>Disposed of by the caller; used by one thread at a time.</returns>
    IJudgedWindow Listen(ReadOnlySpan<float> samples, string language);
}
