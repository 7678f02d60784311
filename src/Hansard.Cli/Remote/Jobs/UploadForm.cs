using System.Text;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>The multipart form of an upload (RFC 7578), with whatever name a file can have.</summary>
internal static class UploadForm
{
    /// <summary>Makes the form.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reference">The client's own name for it.</param>
    /// <param name="sent">Told how many bytes of the file have gone out.</param>
    public static MultipartContent Of(LocalFile file, string reference, Action<long> sent)
    {
        // .NET's own class for forms refuses names with quotation marks or line breaks, and sends others as in an e-mail (=?utf-8?B?…?=).
        var form = new MultipartContent("form-data") { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        form.Add(Part(new StringContent(reference), "name=\"client_reference_id\""));
        form.Add(Part(new FileContent(file, sent), $"name=\"file\"; {FileName(file.Name)}"));
        return form;
    }

    private static HttpContent Part(HttpContent content, string parameters)
    {
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; {parameters}");
        return content;
    }

    // As browsers and curl write it. What they would change goes beside it as it is, for servers that read that form.
    private static string FileName(string name)
    {
        var escaped = string.Concat(name.Select(Escape));
        var exact = escaped == name && !name.Contains('%', StringComparison.Ordinal)
            ? ""
            : $"; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        return $"filename=\"{escaped}\"{exact}";
    }

    private static string Escape(char letter)
        => letter is '\\' ? @"\\" : letter is '"' || char.IsControl(letter) ? $"%{(int)letter:X2}" : $"{letter}";
}
