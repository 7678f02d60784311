namespace Hansard.Resilience.Input.Http;

/// <param name="Bytes">All of it.</param>
/// <param name="Method">Of HTTP, or what stands in its place.</param>
/// <param name="Target">Path and query.</param>
internal sealed record PreparedRequest(byte[] Bytes, string Method, string Target);
