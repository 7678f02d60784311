using System.Globalization;

namespace Hansard.Engine.Speakers;

/// <summary>Names speakers "1", "2", … in the order in which they are asked for.</summary>
internal sealed class SpeakerNumbers
{
    private readonly Dictionary<int, string> _names = [];

    /// <param name="speaker">A cluster or a channel.</param>
    public string this[int speaker]
    {
        get
        {
            if (!_names.TryGetValue(speaker, out var name))
                _names[speaker] = name = (_names.Count + 1).ToString(CultureInfo.InvariantCulture);
            return name;
        }
    }
}
