package io.mxfail.port;

import io.mxfail.core.profile.Acknowledgement;
import io.mxfail.port.JournalStore.JournalException;

import java.util.List;
import java.util.Optional;

/// What is kept beside the runs: checklist items that were done, and the last result of a check.
public interface Notes {
    /// Keeps nothing and knows nothing.
    Notes NONE =
            new Notes() {
                @Override
                public List<Acknowledgement> acknowledgements() {
                    return List.of();
                }

                @Override
                public void acknowledge(List<Acknowledgement> done) throws JournalException {
                    throw new JournalException("there is no place for notes");
                }

                @Override
                public Optional<String> lastCheck(String question) {
                    return Optional.empty();
                }

                @Override
                public void keepCheck(String question, String result) throws JournalException {
                    throw new JournalException("there is no place for notes");
                }
            };

    /// All that were noted, oldest first.
    List<Acknowledgement> acknowledgements() throws JournalException;

    /// Notes that items were done; it is on disk when this returns.
    void acknowledge(List<Acknowledgement> done) throws JournalException;

    /// The result that was kept last for the same question; empty: none.
    ///
    /// @param question what was checked, in words that the same check gives again
    Optional<String> lastCheck(String question) throws JournalException;

    /// Keeps a result in place of the one before.
    void keepCheck(String question, String result) throws JournalException;
}
