import 'next/server.js'
