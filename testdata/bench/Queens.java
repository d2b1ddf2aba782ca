// Backtracking with arrays and calls.
// args: 12
public class Queens {
    final int n;
    final boolean[] columns, up, down;

    Queens(int n) {
        this.n = n;
        columns = new boolean[n];
        up = new boolean[2 * n];
        down = new boolean[2 * n];
    }

    int place(int row) {
        if (row == n) return 1;
        int count = 0;
        for (int c = 0; c < n; c++) {
            if (columns[c] || up[row + c] || down[row - c + n]) continue;
            columns[c] = up[row + c] = down[row - c + n] = true;
            count += place(row + 1);
            columns[c] = up[row + c] = down[row - c + n] = false;
        }
        return count;
    }

    public static void main(String[] args) {
        System.out.println(new Queens(Integer.parseInt(args[0])).place(0));
    }
}
