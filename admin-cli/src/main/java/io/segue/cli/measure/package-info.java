/**
 * What a move cost, or a crowd, measured from outside.
 *
 * <pre>
 *   transactions --PauseMeter--> Silence of each Move, Pauses of the held
 *   Floor: the same stop, proof and promotion by script (StopScript), without a proxy
 *   StepsAnswer: what Segue itself says each step took
 *   Probe: what a quick client and a newcomer feel of what is going on
 * </pre>
 */
package io.segue.cli.measure;
