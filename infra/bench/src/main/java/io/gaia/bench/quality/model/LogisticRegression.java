package io.gaia.bench.quality.model;

import java.util.List;

/**
 * Chance of a yes from numbers: 1 / (1 + exp(-(a + b.x))), fitted by Newton's method on the log
 * likelihood less an L2 penalty on b. With one number, the score, it is Platt's calibration.
 */
public final class LogisticRegression {
  private static final int STEPS = 30;
  private static final double ENOUGH = 1e-9;

  /** The last one is the constant. */
  private final double[] weights;

  private LogisticRegression(double[] weights) {
    this.weights = weights;
  }

  /**
   * The most likely weights.
   *
   * @param rows numbers of about 0 to 1, all rows equally long; without any there are no numbers
   * @param penalty half the price of a weight's square, above 0: it also keeps a weight finite when
   *     its number tells the answers apart without an error
   */
  public static LogisticRegression fit(List<double[]> rows, boolean[] answers, double penalty) {
    int size = rows.isEmpty() ? 1 : rows.get(0).length + 1;
    double[] weights = new double[size];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[size];
      double[][] curvature = new double[size][size];
      for (int j = 0; j < size; j++) {
        // the constant is hardly held back
        double price = j < size - 1 ? penalty : penalty * 1e-3;
        gradient[j] = -price * weights[j];
        curvature[j][j] = price;
      }
      for (int i = 0; i < rows.size(); i++) {
        add(rows.get(i), answers[i], weights, gradient, curvature);
      }
      double[] move = solve(curvature, gradient);
      double largest = 0;
      for (int j = 0; j < size; j++) {
        weights[j] += move[j];
        largest = Math.max(largest, Math.abs(move[j]));
      }
      if (largest < ENOUGH) {
        break;
      }
    }
    return new LogisticRegression(weights);
  }

  private static void add(
      double[] row, boolean answer, double[] weights, double[] gradient, double[][] curvature) {
    double chance = chance(row, weights);
    double error = (answer ? 1 : 0) - chance;
    double spread = Math.max(1e-9, chance * (1 - chance));
    for (int j = 0; j < weights.length; j++) {
      double x = j < row.length ? row[j] : 1;
      if (x == 0) {
        continue;
      }
      gradient[j] += error * x;
      for (int k = 0; k < weights.length; k++) {
        curvature[j][k] += spread * x * (k < row.length ? row[k] : 1);
      }
    }
  }

  public double chance(double... row) {
    return chance(row, weights);
  }

  private static double chance(double[] row, double[] weights) {
    double sum = weights[row.length];
    for (int j = 0; j < row.length; j++) {
      sum += weights[j] * row[j];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** Gauss, largest pivot first. Changes what it is given. */
  private static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        pivot = Math.abs(matrix[row][column]) > Math.abs(matrix[pivot][column]) ? row : pivot;
      }
      double[] swappedRow = matrix[pivot];
      matrix[pivot] = matrix[column];
      matrix[column] = swappedRow;
      double swapped = right[pivot];
      right[pivot] = right[column];
      right[column] = swapped;
      for (int row = column + 1; row < size; row++) {
        double factor = matrix[row][column] / matrix[column][column];
        right[row] -= factor * right[column];
        for (int k = column; k < size; k++) {
          matrix[row][k] -= factor * matrix[column][k];
        }
      }
    }
    double[] solution = new double[size];
    for (int row = size - 1; row >= 0; row--) {
      double rest = right[row];
      for (int k = row + 1; k < size; k++) {
        rest -= matrix[row][k] * solution[k];
      }
      solution[row] = rest / matrix[row][row];
    }
    return solution;
  }
}
