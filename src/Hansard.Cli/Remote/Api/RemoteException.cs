namespace Hansard.Cli.Remote.Api;

/// <summary>A call that did not do what it was to do; the message is one line for the user.</summary>
internal abstract class RemoteException(string message, Exception? inner = null) : Exception(Printable.Of(message), inner);

/// <summary>No answer, or none from the server itself: it is stopped, unreachable or overloaded, which may pass.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : RemoteException(message, inner)
{
    /// <summary>True where the request cannot have reached the server, so that it may be sent again whatever it does.</summary>
    public bool IsUnsent { get; init; }
}

/// <summary>The server refuses.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">The error's type, as in the API; empty where the answer has none.</param>
/// <param name="message">One line for the user.</param>
internal sealed class RefusedException(int status, string type, string message) : RemoteException(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The error's type, as in the API; empty where the answer has none.</summary>
    public string Type { get; } = type;
}
