/** What stands beside a conversation and on the page of a customer. */
export default {
  failed: 'This could not be loaded',
  orders: 'Orders',
  'orders.order': 'Order',
  'orders.product': 'Product',
  'orders.none': 'No orders yet',
  'orders.none.body': 'Orders and products that the customer’s page tells of appear here.',
  'orders.told': 'Told by the page {time}, not checked',
  'orders.put': 'Put into the reply',
  'orders.put.what': 'Put “{title}” into the reply',
  'orders.open': 'Open',
  'orders.open.what': 'Open “{title}” in a new tab',
}
