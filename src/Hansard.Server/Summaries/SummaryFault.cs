namespace Hansard.Server.Summaries;

/// <summary>There is no summary, for a reason that whoever asked for it is told.</summary>
/// <param name="message">A sentence.</param>
/// <param name="inner">The cause.</param>
internal sealed class SummaryFault(string message, Exception? inner = null) : Exception(message, inner);
