using Hansard.Engine.Voices;

namespace Hansard.Server.Voices;

/// <summary>The people whom projects want to be known again.</summary>
internal interface IKnownVoices
{
    /// <summary>The people of a project, by their names; voices that cannot be decrypted are left out.</summary>
    /// <param name="project">Its id.</param>
    IReadOnlyList<KnownVoice> Of(string project);
}
