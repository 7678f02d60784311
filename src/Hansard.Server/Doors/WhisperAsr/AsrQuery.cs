using System.Globalization;
using Hansard.Server.Contract;
using Microsoft.AspNetCore.Http;

namespace Hansard.Server.Doors.WhisperAsr;

/// <summary>
/// The options in the query of a request, read as FastAPI reads them: the last of several counts, and unknown ones do not.
/// </summary>
internal sealed class AsrQuery(IQueryCollection query)
{
    private const int Shown = 100;

    private readonly List<AsrFault> _faults = [];

    /// <summary>A text; null where it is absent or blank.</summary>
    public string? Text(string name) => query[name] is [.., { } last] && last.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Yes or no, in any of the ways that pydantic takes.</summary>
    public bool Flag(string name, bool usual = false)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null:
                return usual;
            case "true" or "1" or "yes" or "on" or "t" or "y":
                return true;
            case "false" or "0" or "no" or "off" or "f" or "n":
                return false;
            default:
                Add("bool_parsing", name, "Input should be a valid boolean, unable to interpret input");
                return usual;
        }
    }

    /// <summary>A number of people, no more than can be told; null where it is absent.</summary>
    public int? Count(string name, int most)
    {
        if (Text(name) is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            Add("int_parsing", name, "Input should be a valid integer, unable to parse string as an integer");
        else if (number < 1) Add("greater_than_equal", name, "Input should be greater than or equal to 1");
        return (int)Math.Clamp(number, 1, most);
    }

    /// <summary>Notes that an option is wrong.</summary>
    public void Add(string type, string name, string message)
    {
        var sent = Text(name);
        _faults.Add(new AsrFault(type, ["query", name], message, sent is { Length: > Shown } ? sent[..Shown] : sent));
    }

    /// <exception cref="ApiException">An option is wrong; all are named.</exception>
    public void Check()
    {
        if (_faults.Count > 0) throw AsrErrors.Invalid(_faults);
    }
}
