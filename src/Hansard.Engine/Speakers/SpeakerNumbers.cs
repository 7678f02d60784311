using System.Globalization;

namespace Hansard.Engine.Speakers;

/// <summary>Names speakers "1", "2", … in the order in which they are asked for.</summary>
internal sealed class SpeakerNumbers
{
    private readonly Dictionary<int, string> _names = [];
    private readonly List<int> _speakers = [];

    /// <summary>The clusters or channels that have names, in the order of these.</summary>
    public IReadOnlyList<int> Speakers => _speakers;

    /// <param name="speaker">A cluster or a channel.</param>
    public string this[int speaker]
    {
        get
        {
            if (!_names.TryGetValue(speaker, out var name))
            {
                _speakers.Add(speaker);
                _names[speaker] = name = _speakers.Count.ToString(CultureInfo.InvariantCulture);
            }
            return name;
        }
    }
}
