using System.Globalization;
using System.Text;

namespace Hansard.Server.Storage;

/// <summary>The port that other nodes of a cluster reach a server at, kept in its data directory.</summary>
internal static class PortFile
{
    /// <summary>Reads it; 0 where there is none.</summary>
    public static int Read(DataDirectory directory)
    {
        try
        {
            return ushort.TryParse(
                File.ReadAllText(directory.NodePortFile), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Writes it; where that cannot be, the next start takes longer after a crash, and nothing else.</summary>
    public static void Write(DataDirectory directory, int port)
    {
        if (port == Read(directory)) return;
        try
        {
            using var file = PrivateFile.Open(directory.NodePortFile, FileMode.Create, FileAccess.Write);
            file.Write(Encoding.ASCII.GetBytes(port.ToString(CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
