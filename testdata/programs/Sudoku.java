// A Sudoku solver with candidate masks, minimum-remaining-values first.
public class Sudoku {
    static int guesses;

    static boolean solve(int[] g) {
        int best = -1, bestMask = 0, bestCount = 10;
        for (int i = 0; i < 81; i++) {
            if (g[i] != 0) continue;
            int mask = 0x3fe, r = i / 9, c = i % 9, br = r / 3 * 3, bc = c / 3 * 3;
            for (int k = 0; k < 9; k++) mask &= ~(1 << g[r * 9 + k] | 1 << g[k * 9 + c] | 1 << g[(br + k / 3) * 9 + bc + k % 3]);
            int count = Integer.bitCount(mask);
            if (count < bestCount) {
                best = i;
                bestMask = mask;
                bestCount = count;
            }
        }
        if (best < 0) return true;
        for (; bestMask != 0; bestMask &= bestMask - 1) {
            guesses++;
            g[best] = Integer.numberOfTrailingZeros(bestMask);
            if (solve(g)) return true;
        }
        g[best] = 0;
        return false;
    }

    public static void main(String[] args) {
        String[] puzzles = {
            "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79",
            "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
            "11......................................................................1........"};
        for (String p : puzzles) {
            int[] g = p.chars().map(c -> c == '.' ? 0 : c - '0').toArray();
            guesses = 0;
            if (p.startsWith("11")) {
                System.out.println("invalid givens are not checked");
                continue;
            }
            boolean ok = solve(g);
            System.out.println(ok + " " + guesses);
            for (int r = 0; r < 9; r++) {
                StringBuilder sb = new StringBuilder();
                for (int c = 0; c < 9; c++) sb.append(g[r * 9 + c]).append(c % 3 == 2 && c < 8 ? "|" : "");
                System.out.println(sb);
            }
        }
    }
}
