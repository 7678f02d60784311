namespace Hansard.Resilience.Input.Http;

/// <summary>A request whose framing is wrong, or may be read in two ways.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Bytes">All that is sent.</param>
/// <param name="Answers">Answers that may come at most: of a text that may be two requests, one.</param>
internal sealed record FramedRequest(string Name, byte[] Bytes, int Answers = 1);
