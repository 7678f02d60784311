namespace Hansard.Server.Configuration;

/// <summary>Settings that a server cannot run with, wherever they came from: a flag, the environment or a file.</summary>
/// <param name="faults">A sentence each, at least one.</param>
public sealed class InvalidConfigurationException(IReadOnlyList<string> faults) : Exception(Describe(faults))
{
    /// <summary>The faults, a sentence each.</summary>
    public IReadOnlyList<string> Faults => faults;

    private static string Describe(IReadOnlyList<string> faults) => faults is [var only]
        ? $"The configuration is not valid: {only}"
        : "The configuration is not valid:" + string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"));
}
