using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Web;

/// <summary>The document that every view of the page begins with.</summary>
/// <remarks>
/// All its addresses are relative to its &lt;base&gt;, and that is relative too: from /app/transcriptions/ID, "../../" is this server's own
/// root wherever a reverse proxy has put it, and no header that a client may have made up is believed.
/// </remarks>
internal sealed class WebIndex
{
    private const string Placeholder = "<base href=\"/\" />";

    // A path of more segments than any view has shows that there is no such view, whatever its base.
    private const int MaximumDepth = 16;

    private readonly byte[][] _byDepth;

    /// <param name="built">The document as it was built.</param>
    public WebIndex(byte[] built)
    {
        var html = Encoding.UTF8.GetString(built);
        if (!html.Contains(Placeholder, StringComparison.Ordinal))
            throw new InvalidDataException($"The page's index.html lacks {Placeholder}, which the server fills in.");
        _byDepth = [.. Enumerable.Range(0, MaximumDepth + 1).Select(
            depth => Encoding.UTF8.GetBytes(html.Replace(Placeholder, $"<base href=\"{Ascent(depth)}\" />", StringComparison.Ordinal)))];
    }

    /// <summary>The document for a request.</summary>
    /// <returns>Null where the path is deeper than that of any view.</returns>
    public byte[]? For(PathString path)
    {
        var depth = path.Value!.AsSpan().Count('/') - 1;
        return depth <= MaximumDepth ? _byDepth[Math.Max(depth, 0)] : null;
    }

    private static string Ascent(int depth) => depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
}
