namespace Hansard.Server.Configuration;

/// <summary>The parts that nodes of each role have.</summary>
internal static class ServerRoles
{
    /// <summary>True for nodes that clients call, and that see to what their requests began.</summary>
    public static bool ServesClients(this ServerRole role) => role is not ServerRole.Worker;

    /// <summary>True for nodes that transcribe what waits in the queue.</summary>
    public static bool Transcribes(this ServerRole role) => role is not ServerRole.Api;
}
