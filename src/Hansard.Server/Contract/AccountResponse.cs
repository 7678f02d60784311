using System.ComponentModel;

namespace Hansard.Server.Contract;

/// <summary>The project and the rights of whoever asks.</summary>
[Description("The project and the rights of the request's key.")]
internal sealed record AccountResponse(
    [property: Description("Name of the project that the key belongs to.")] string Project,
    [property: Description("Name of the key; null where the server asks for none.")] string? KeyName,
    [property: Description("Whether the key sees and changes the settings of the whole server, under /v1/admin.")] bool Administrator,
    [property: Description("Version of Hansard that the server runs.")] string Version);
