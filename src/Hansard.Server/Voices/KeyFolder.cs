using System.Xml;
using System.Xml.Linq;
using Hansard.Engine.Temporary;
using Hansard.Server.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Hansard.Server.Voices;

/// <summary>Keeps the keys of ASP.NET Core Data Protection in a folder of the data directory, a file each, for this user alone.</summary>
/// <remarks>
/// The framework's own folder of keys makes its files with the modes of the process. The folder is made with the first key, so that a
/// server that was never asked to keep a voice has none.
/// </remarks>
internal sealed class KeyFolder(DataDirectory directory) : IXmlRepository
{
    private const string Suffix = ".xml";

    // Of XML Encryption (W3C, xmlenc-core 3.1), which the framework encrypts keys in.
    private static readonly XName Encrypted = XName.Get("EncryptedData", "http://www.w3.org/2001/04/xmlenc#");

    /// <summary>The folder.</summary>
    public string Path => directory.ProtectionKeys;

    /// <summary>The names of the files of keys.</summary>
    public HashSet<string> Names() => Files().Select(System.IO.Path.GetFileName).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Tells whether there are keys that are encrypted with a certificate.</summary>
    public bool NeedsCertificate() => GetAllElements().Any(key => key.Descendants(Encrypted).Any());

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
        => [.. Files().Order(StringComparer.Ordinal).Select(Read).OfType<XElement>()];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        PrivateFile.CreateFolder(directory.ProtectionKeys);

        // The name that the framework gives is a key's id; any other thing that it stores, such as a revocation, has its date in it.
        var name = string.Concat(friendlyName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var path = System.IO.Path.Combine(directory.ProtectionKeys, $"{(name.Length > 0 ? name : Guid.NewGuid().ToString())}{Suffix}");
        using var pending = PendingFile.Create(path, PrivateFile.FileMode);
        element.Save(pending.Content);
        pending.Commit(overwrite: false);
    }

    private IEnumerable<string> Files()
        => Directory.Exists(directory.ProtectionKeys) ? Directory.EnumerateFiles(directory.ProtectionKeys, $"*{Suffix}") : [];

    // One that is damaged costs what was encrypted with it, and nothing else.
    private static XElement? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return XElement.Load(file);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
