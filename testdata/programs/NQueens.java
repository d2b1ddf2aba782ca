// N queens by backtracking, by bits, and the knight's tour by Warnsdorff's rule.
import java.util.*;

public class NQueens {
    static int solve(int n, int row, int[] cols) {
        if (row == n) return 1;
        int count = 0;
        next:
        for (int c = 0; c < n; c++) {
            for (int r = 0; r < row; r++) if (cols[r] == c || Math.abs(cols[r] - c) == row - r) continue next;
            cols[row] = c;
            count += solve(n, row + 1, cols);
        }
        return count;
    }

    static int bits(int all, int cols, int left, int right) {
        if (cols == all) return 1;
        int count = 0;
        for (int free = all & ~(cols | left | right); free != 0; free &= free - 1) {
            int bit = free & -free;
            count += bits(all, cols | bit, (left | bit) << 1, (right | bit) >>> 1);
        }
        return count;
    }

    public static void main(String[] args) {
        for (int n = 1; n <= 8; n++) System.out.print(solve(n, 0, new int[n]) + "/" + bits((1 << n) - 1, 0, 0, 0) + " ");
        System.out.println(bits((1 << 10) - 1, 0, 0, 0));
        int n = 8;
        int[][] board = new int[n][n], moves = {{1, 2}, {2, 1}, {2, -1}, {1, -2}, {-1, -2}, {-2, -1}, {-2, 1}, {-1, 2}};
        int x = 0, y = 0;
        for (int step = 1; ; step++) {
            board[y][x] = step;
            int best = 9, bx = -1, by = -1;
            for (int[] m : moves) {
                int nx = x + m[0], ny = y + m[1], free = 0;
                if (nx < 0 || ny < 0 || nx >= n || ny >= n || board[ny][nx] != 0) continue;
                for (int[] k : moves) {
                    int kx = nx + k[0], ky = ny + k[1];
                    if (kx >= 0 && ky >= 0 && kx < n && ky < n && board[ky][kx] == 0) free++;
                }
                if (free < best) { best = free; bx = nx; by = ny; }
            }
            if (bx < 0) break;
            x = bx;
            y = by;
        }
        for (int[] row : board) System.out.println(Arrays.toString(row));
    }
}
