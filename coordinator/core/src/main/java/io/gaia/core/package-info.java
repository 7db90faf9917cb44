/**
 * The replicated state machine of coordination. Plain Java on the JDK alone: no clock, no
 * randomness, no threads, no input or output. Equal logs give equal states on every node.
 *
 * <p>The way of a command, for a lock:
 *
 * <ol>
 *   <li>{@link io.gaia.core.command.LockCommand} says what can be asked;
 *   <li>{@code LockRules} decides: it reads the state, and refuses or emits events;
 *   <li>{@link io.gaia.core.event.LockEvent} says what can happen;
 *   <li>{@code LockEvolution} lets each event change the state, and is the only one who does;
 *   <li>{@code LockStoryTest} tells how it should go.
 * </ol>
 *
 * <p>Sessions, tasks and lessons go the same way. Around them: {@link io.gaia.core.Coordination}
 * applies log entries, {@code Turn} joins deciding and evolving, {@code Due} fires what time
 * brings, {@code WorkSelection} picks the next task, {@link io.gaia.core.View} answers questions on
 * any thread, and {@link io.gaia.core.StateImage} is what a snapshot holds.
 *
 * <p>A new command needs: its record and case, a rule, its events and their evolution, a story, a
 * row in {@code RefusalTest} for each refusal, a line in {@code Clients} of the simulation, and its
 * bytes in the server's codec. The compiler asks for the first four.
 */
package io.gaia.core;
