namespace Hansard.Server.Contract;

/// <summary>The fields of a request that say whom to tell of a job's end.</summary>
/// <param name="Url">The URL to post to; null: nobody is told.</param>
/// <param name="AuthHeaderName">A header to send along, or null.</param>
/// <param name="AuthHeaderValue">Its value.</param>
internal sealed record WebhookFields(SentUrl? Url, string? AuthHeaderName, string? AuthHeaderValue)
{
    /// <summary>The field with the URL.</summary>
    public const string UrlName = "webhook_url";

    /// <summary>Reads them; what is wrong is noted.</summary>
    public static WebhookFields Read(FieldReader body)
    {
        const string Name = "webhook_auth_header_name";
        const string Value = "webhook_auth_header_value";
        var url = SentUrl.Read(body, UrlName, TranscriptionBody.MaximumShort);
        var name = body.Text(Name, TranscriptionBody.MaximumShort);
        var value = body.Text(Value, TranscriptionBody.MaximumShort);
        if (body.Value(Name) is null != body.Value(Value) is null)
            body.Fault("missing", body.Value(Name) is null ? Name : Value, $"'{Name}' and '{Value}' must be sent together.");
        if (name is not null && !HeaderSyntax.IsName(name))
            body.Fault("invalid_value", Name, $"'{Name}' is not a legal name of an HTTP header.");
        else if (name is not null && HeaderSyntax.FramesMessage(name))
            body.Fault("invalid_value", Name, $"'{Name}' cannot be '{name}': HTTP itself needs that header.");
        if (value is not null && !HeaderSyntax.IsValue(value))
            body.Fault("invalid_value", Value, $"'{Value}' has characters that an HTTP header cannot carry.");
        return new WebhookFields(url, name, value);
    }
}
