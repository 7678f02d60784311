using System.Net;

namespace Hansard.Server.Configuration;

/// <summary>Reads the setting Host.</summary>
internal static class ListenAddress
{
    /// <param name="host">An IP address, "localhost", or "*".</param>
    /// <param name="address">The address; null for all addresses.</param>
    /// <returns>True when it is one of these.</returns>
    public static bool TryParse(string host, out IPAddress? address)
    {
        address = null;
        if (host is "*" or "+") return true;
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            address = IPAddress.Loopback;
            return true;
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out address);
    }
}
