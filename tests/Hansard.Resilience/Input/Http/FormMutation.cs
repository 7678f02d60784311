using System.Text;
using System.Text.Json;

namespace Hansard.Resilience.Input.Http;

/// <summary>Forms of several parts, with faults.</summary>
/// <param name="input">Its chance.</param>
/// <param name="values">Makes valid values.</param>
internal sealed class FormMutation(InputCase input, SchemaValues values)
{
    private const string Boundary = "b0undary";

    private static readonly string[] FileNames =
    [
        "a.wav", "", ".", "..", "../../../etc/passwd", "..\\..\\x.wav", "/", "a/", "C:\\x\\y.wav", "a\u0000b.wav", "\u202egnp.wav",
        "x\r\nX-Evil: 1", "%2e%2e%2fx",
        "CON", "a\"b.wav", "日本語.wav", "a;b=c.wav", "=?utf-8?B?eA==?=", "\u001b[31m", new('n', 300), new('é', 5_000),
    ];

    private static readonly string[] Contents = ["hello again", "", "RIFF\0\0\0\0WAVE", "good morning every body", "\ufeff", "\0\0\0"];

    /// <summary>Makes one.</summary>
    /// <param name="schema">Of its parts.</param>
    /// <returns>Content type and body.</returns>
    public (string Type, byte[] Body) Make(JsonElement schema)
    {
        using var body = new MemoryStream();
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            var isFile = property.Value.TryGetProperty("format", out _);
            if (!required.Contains(property.Name) ? !input.OnceIn(3) : input.OnceIn(15)) continue;
            for (var times = input.OnceIn(20) ? 2 : 1; times > 0; times--) AddPart(body, property.Name, isFile);
        }
        if (input.OnceIn(15)) AddPart(body, HostileText.Any(input), input.OnceIn(2));
        if (input.OnceIn(40)) for (var i = input.Any([200, 2_000]); i > 0; i--) AddPart(body, $"p{i}", false);
        var end = $"--{Boundary}--\r\n";
        Write(body, input.OnceIn(7) ? input.Any(["", $"--{Boundary}", $"\r\n--{Boundary}--"]) : end);
        return (Type(), body.ToArray());
    }

    private string Type() => input.Random.Next(40) switch
    {
        0 => "multipart/form-data",
        1 => "multipart/form-data; boundary=",
        2 => "multipart/form-data; boundary=\"\"",
        3 => "multipart/form-data; boundary=other",
        4 => $"multipart/form-data; boundary={new string('b', 300)}",
        5 => $"multipart/form-data; boundary={Boundary}; boundary=two",
        6 => $"multipart/form-data; charset=utf-16; boundary={Boundary}",
        7 => $"MULTIPART/FORM-DATA; BOUNDARY=\"{Boundary}\"",
        8 => $"multipart/mixed; boundary={Boundary}",
        _ => $"multipart/form-data; boundary={Boundary}",
    };

    private void AddPart(MemoryStream body, string name, bool isFile)
    {
        var quoted = name.Length > 200 && !input.OnceIn(5) ? name[..200] : name;
        var disposition = $"form-data; name=\"{quoted}\"";
        if (isFile)
        {
            var fileName = input.OnceIn(3) ? input.Any(FileNames) : "a.wav";
            disposition += input.Random.Next(10) switch
            {
                0 => "",
                1 => $"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}",
                2 => $"; filename*=utf-16''%00%ff; filename=\"{fileName}\"",
                3 => $"; filename={fileName}",
                _ => $"; filename=\"{fileName}\"",
            };
        }
        Write(body, $"--{Boundary}\r\n");
        Write(body, input.Random.Next(40) switch
        {
            0 => "",
            1 => "Content-Disposition:\r\n",
            2 => $"Content-Disposition: {disposition}\r\nContent-Disposition: {disposition}\r\n",
            3 => $"Content-Disposition: attachment; name=\"{quoted}\"\r\n",
            4 => $"X: {new string('x', input.Any([5_000, 20_000, 70_000]))}\r\nContent-Disposition: {disposition}\r\n",
            5 => $"{string.Concat(Enumerable.Range(0, 40).Select(i => $"X-{i}: y\r\n"))}Content-Disposition: {disposition}\r\n",
            6 => $"no colon\r\nContent-Disposition: {disposition}\r\n",
            7 => $"Content-Disposition: {disposition}\r\nContent-Transfer-Encoding: base64\r\n",
            8 => $"Content-Disposition: {disposition}\r\nContent-Type: multipart/mixed; boundary={Boundary}\r\n",
            9 => $"Content-Disposition: {disposition}\r\nContent-Type: text/plain; charset=utf-7\r\n",
            _ => $"Content-Disposition: {disposition}\r\n",
        });
        Write(body, input.OnceIn(60) ? "" : "\r\n");
        var content = isFile ? input.Any(Contents) : input.OnceIn(3) ? HostileText.Any(input) : values.Text(input, name.TrimEnd('[',
            ']'));
        Write(body, input.OnceIn(40) ? $"{content}\r\n--{Boundary}x" : content);
        if (input.OnceIn(40)) body.Write([0xFF, 0xFE, 0xC0, 0xAF]);
        Write(body, "\r\n");
    }

    private static void Write(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
