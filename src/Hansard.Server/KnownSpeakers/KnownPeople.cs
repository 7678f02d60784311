using Hansard.Engine.Voices;
using Hansard.Server.Voices;

namespace Hansard.Server.KnownSpeakers;

/// <summary>Reads all people of a project.</summary>
internal static class KnownPeople
{
    // In memory at a time, with their encrypted voices.
    private const int Batch = 100;

    /// <summary>All of them, newest first.</summary>
    /// <param name="store">Read in batches.</param>
    /// <param name="project">Id of the project.</param>
    public static IEnumerable<KnownSpeakerRow> All(IKnownSpeakerStore store, string project)
    {
        IReadOnlyList<KnownSpeakerRow> rows;
        for (var before = long.MaxValue; (rows = store.List(project, before, Batch)).Count > 0; before = rows[^1].Seq)
            foreach (var row in rows) yield return row;
    }

    /// <summary>The voices of all of them.</summary>
    public static DecryptedVoices Decrypt(IKnownSpeakerStore store, VoiceEncryption encryption, string project)
    {
        var (people, unreadable) = (new List<KnownVoice>(), 0);
        foreach (var row in All(store, project))
        {
            VoiceProfile[] voices = [.. row.Samples.Select(sample => encryption.Decrypt(project, sample.Voice)).OfType<VoiceProfile>()];
            unreadable += row.Samples.Count - voices.Length;
            if (voices.Length > 0) people.Add(new KnownVoice(row.Name, voices));
        }

        return new DecryptedVoices(people, unreadable);
    }
}
