namespace Hansard.Engine.Recognition.Whisper.Checkpoints.Networks;

/// <summary>Decides for each product whose input may have outliers, how it is computed.</summary>
internal interface IOutlierProducts
{
    /// <summary>Told of a product while a network is written.</summary>
    /// <param name="network">The network, to which nodes may be added.</param>
    /// <param name="name">The product's name.</param>
    /// <param name="input">Its input.</param>
    /// <returns>True for two terms, false for one.</returns>
    bool Observe(NetworkWriter network, string name, string input);
}
