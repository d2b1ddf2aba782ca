// Conway's game of life on a torus.
public class GameOfLife {
    static boolean[][] step(boolean[][] g) {
        int h = g.length, w = g[0].length;
        boolean[][] next = new boolean[h][w];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int n = 0;
                for (int dy = -1; dy <= 1; dy++) for (int dx = -1; dx <= 1; dx++) if ((dx | dy) != 0 && g[(y + dy + h) % h][(x + dx + w) % w]) n++;
                next[y][x] = n == 3 || n == 2 && g[y][x];
            }
        }
        return next;
    }

    static void print(boolean[][] g) {
        for (boolean[] row : g) {
            StringBuilder sb = new StringBuilder();
            for (boolean c : row) sb.append(c ? '#' : '.');
            System.out.println(sb);
        }
    }

    public static void main(String[] args) {
        boolean[][] g = new boolean[12][24];
        String[] glider = {".#.", "..#", "###"}, rpent = {".##", "##.", ".#."};
        for (int y = 0; y < 3; y++) for (int x = 0; x < 3; x++) {
            g[y][x] = glider[y].charAt(x) == '#';
            g[y + 6][x + 14] = rpent[y].charAt(x) == '#';
        }
        long hash = 7;
        for (int i = 0; i < 60; i++) {
            g = step(g);
            for (boolean[] row : g) for (boolean c : row) hash = hash * 31 + (c ? 1 : 0);
        }
        print(g);
        System.out.println(hash);
    }
}
