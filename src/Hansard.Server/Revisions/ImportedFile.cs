using System.Globalization;
using System.Text.RegularExpressions;
using Hansard.Engine.Transcripts.Import;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Revisions;

/// <summary>A text that is brought in, as a request sends it: as its body, or as the part of a form.</summary>
/// <param name="Text">The file, decoded.</param>
/// <param name="Format"><see cref="RevisionImport.Json"/>, or one of <see cref="RevisionImport.Texts"/>.</param>
/// <param name="Base">The revision that it takes the place of.</param>
internal sealed partial record ImportedFile(string Text, string Format, int Base)
{
    private const string Form = "multipart/form-data";
    private const string Part = "file";

    /// <summary>Reads it.</summary>
    /// <param name="request">
    /// With any content type, as curl and browsers send what they take for right: who it comes from is told by the key, or by the origin
    /// where the server asks for none.
    /// </param>
    /// <exception cref="ApiException">There is no file, or it is no text or too large, or the query is wrong.</exception>
    public static async Task<ImportedFile> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > LargeBodies.MaximumBody)
            throw ApiException.Invalid($"A text may have {LargeBodies.MaximumBody >> 20} MiB at most: divide it.");
        var form = request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) is true ? await FormOf(request) : null;
        var (format, number) = ReadFields(request.Query, form);
        var file = form is null ? request.Body : FileOf(form).OpenReadStream();
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        try
        {
            var text = TextDecoding.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return new ImportedFile(text, format ?? Detect(text), number);
        }
        catch (TextImportException fault)
        {
            throw ApiException.Invalid("invalid_value", $"body.{fault.Line}", fault.Message);
        }
    }

    /// <summary>Tells the format of a text by how it begins.</summary>
    public static string Detect(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("WEBVTT")) return "vtt";
        if (start.StartsWith("{")) return RevisionImport.Json;
        return FirstCue().IsMatch(text) ? "srt" : "txt";
    }

    private static (string? Format, int Base) ReadFields(IQueryCollection query, IFormCollection? form)
    {
        var errors = new ValidationErrors();
        var format = Field("format");
        if (format.Length > 0 && format != RevisionImport.Json && !RevisionImport.Texts.ContainsKey(format))
            errors.Add(new("invalid_value", "query.format", $"'format' must be srt, vtt, txt or json, not '{format}'."));
        if (!int.TryParse(Field("base"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            errors.Add(new("invalid_value", "query.base", "'base' must be a revision: that which the text takes the place of, or 0."));
        return errors.Count == 0 ? (format.Length == 0 ? null : format, number) : throw ApiException.Invalid(errors);

        string Field(string name)
            => query[name].ToString() is { Length: > 0 } sent ? sent : form is null ? "" : form[name].ToString();
    }

    private static async Task<IFormCollection> FormOf(HttpRequest request)
    {
        try
        {
            // In memory, as LargeBodies counts on: nothing of a text is left on the disk.
            return await request.ReadFormAsync(
                new FormOptions
                {
                    ValueCountLimit = 16,
                    MemoryBufferThreshold = (int)LargeBodies.MaximumBody,
                    MultipartBodyLengthLimit = LargeBodies.MaximumBody,
                },
                request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiException.Invalid("The multipart form is malformed, or breaks off.");
        }
    }

    private static IFormFile FileOf(IFormCollection form) => form.Files.Count switch
    {
        0 => throw ApiException.Invalid("missing", $"file.{Part}", $"The form has no part '{Part}': send the text in it, with a filename."),
        1 => form.Files[0],
        _ => throw ApiException.Invalid("conflict", $"file.{Part}", "The form has more than one file: send one a request."),
    };

    [GeneratedRegex(@"\A\s*(?:[0-9]+\s*\n\s*)?(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{1,2}[.,][0-9]{1,3}\s*-->", RegexOptions.CultureInvariant)]
    private static partial Regex FirstCue();
}
