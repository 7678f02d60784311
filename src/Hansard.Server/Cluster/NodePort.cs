using System.Globalization;
using Hansard.Server.Storage;

namespace Hansard.Server.Cluster;

/// <summary>The port that a node was given at its last start: it takes the same one again where it is free.</summary>
/// <remarks>
/// Orleans declares a former run at the same address dead at once. One at another address that was killed has to be silent for
/// <see cref="ClusterTimes.Stale"/> before a node that is alone may say so: a restart after a crash took 20 to 25 s, and takes 2.
/// </remarks>
/// <param name="path">The file that it is kept in.</param>
internal sealed class NodePort(string path)
{
    /// <summary>Reads it; 0 where there is none.</summary>
    public int Last()
    {
        try
        {
            return ushort.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Keeps it for the next start; where that cannot be, the next start takes longer after a crash, and nothing else.</summary>
    public void Keep(int port)
    {
        if (port == Last()) return;
        try
        {
            using var file = PrivateFile.Open(path, FileMode.Create, FileAccess.Write);
            file.Write(System.Text.Encoding.ASCII.GetBytes(port.ToString(CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
