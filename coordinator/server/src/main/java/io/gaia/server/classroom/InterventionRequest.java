package io.gaia.server.classroom;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/**
 * What a teacher did to help.
 *
 * @param alertId about which alert; then student and class are known
 * @param studentId needed without an alert
 * @param classroomId needed for a student who was never seen
 * @param category such as {@code talked}, {@code hint}, {@code easier_item}, {@code break}
 */
public record InterventionRequest(
    Optional<@Size(min = 1, max = 200, message = "takes a text of 1 to 200 characters") String>
        alertId,
    Optional<@Size(min = 1, max = 200, message = "takes a text of 1 to 200 characters") String>
        studentId,
    Optional<@Size(min = 1, max = 200, message = "takes a text of 1 to 200 characters") String>
        classroomId,
    @NotBlank(message = "is missing, such as talked, hint, easier_item or break")
        @Size(max = 64, message = "takes a text of at most 64 characters")
        String category,
    Optional<
            @Size(
                max = AlertResource.MAX_NOTE_LENGTH,
                message =
                    "takes a text of at most " + AlertResource.MAX_NOTE_LENGTH + " characters")
            String>
        note) {}
